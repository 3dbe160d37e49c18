"""Floor 5: small delta rows that operations append in their own transaction, from which figures are folded."""
