"""Rostered duty: when each person works, who rests, and whose colleagues hear in their place."""
