"""The pages: a router each. `app.py` mounts them all behind the same guards."""
