"""What could be worked out from shown figures, and is withheld as well."""
