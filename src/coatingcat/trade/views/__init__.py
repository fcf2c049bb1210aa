"""Trade's pages for visitors and members."""
