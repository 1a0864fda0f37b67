"""What delivery asks of each kind of notice of this app; each module holds one noun."""
