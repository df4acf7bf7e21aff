"""The Streamlit door for children, and staff pages about asking."""
