"""Notifications: people are told what they may safely be told, or somebody is told why not."""
