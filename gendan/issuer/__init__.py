"""The embedded company's own OpenID provider: one click on a person signs him in.

On this machine alone, and only for `gendan up` and `gendan demo`: whoever reaches it may be anybody of the company.
"""
