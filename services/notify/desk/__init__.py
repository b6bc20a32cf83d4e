"""The desk: pages for the people of the company, at `/desk/`.

It reads notify's own board, stories, promises and exceptions. What people do, and what other departments know, it asks
of the departments over HTTP with the person's own token: a command brings its own form, and none has code here.
"""
