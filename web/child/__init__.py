"""A child's way in and out, the plain pages, and the route that keeps answers."""
