"""Delivery between processes: topics of a Kafka cluster, one for each publisher; nothing else imports its client."""
