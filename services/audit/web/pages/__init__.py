"""The pages for auditors."""
