"""Who may do what: pass words, sessions, forged requests, headers, rates and roles."""
