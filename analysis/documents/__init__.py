"""Each format that renders a Report; none computes a figure."""
