"""Knowledge and content, installed as the package ``sitmap_data``."""
