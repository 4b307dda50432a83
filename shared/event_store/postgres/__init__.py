"""The log and what lies beside it on PostgreSQL: connections, functions that append, leases, errors in words."""
