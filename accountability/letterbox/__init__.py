"""What authors write back by e-mail: a reply to our letter joins the case."""
