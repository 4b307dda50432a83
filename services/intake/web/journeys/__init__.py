"""What residents are asked, one question a page."""
