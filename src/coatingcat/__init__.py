"""CoatingCat: a marketplace for the coatings industry whose privacy policy executes."""

__version__ = "0.1.0"
