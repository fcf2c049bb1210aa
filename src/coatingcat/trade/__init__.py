"""Trade: offers, carts, orders and the consignees who get the goods. Buyers are subjects, never names."""
