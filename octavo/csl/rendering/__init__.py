"""CSL's elements rendered anew: each module registers those of one concern."""
