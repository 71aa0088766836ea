"""Learns the weights of recognition from annotated news."""
