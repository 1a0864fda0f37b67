"""The overdue board, on which the gatekeeper team runs its day: filters, counts, rows, and what changed."""
