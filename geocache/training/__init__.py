"""Learning the weights that the engine ships, and measuring what was learnt."""
