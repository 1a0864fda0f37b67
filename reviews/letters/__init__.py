"""A letter to a victim: what the record says (facts), the words of its template (words), the PDF (pdf)."""
