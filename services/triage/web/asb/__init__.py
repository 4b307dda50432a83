"""What pages about cases of anti-social behaviour share: words, fields, tasks."""
