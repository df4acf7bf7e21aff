"""Staff before Streamlit: accounts, passwords, one-time links and their plain pages."""
