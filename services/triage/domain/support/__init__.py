"""Support in a case of domestic abuse: the adviser, the safety plan, where somebody is safe, and homes; pure."""
