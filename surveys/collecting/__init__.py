"""Taking answers: the way in, the place, saving, sending; `surveys.collect` is the front."""
