"""Floor 8: province, soum and facility pages from published snapshots; reads everything below, writes only its snapshots."""
