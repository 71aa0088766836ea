"""Documents in, a situation picture out."""
