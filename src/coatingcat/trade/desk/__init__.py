"""Pages of those who execute trade: the operator's order desk, sellers, agents."""
