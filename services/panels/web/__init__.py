"""What panels show and take: the calls for programs, the pages for people."""
