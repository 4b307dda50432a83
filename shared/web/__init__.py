"""What every page and every API call passes through: the app, the guard, errors, correlation, templates.

For a service's `web` package:

    from shared.web.guard import Principal, Role, allow, allow_anyone, context_of, current, principal_of
    from shared.web.pages import Pages
    from shared.web.errors import Problem, field_errors, json_body
    from shared.web.cookies import last_position, remember_position

and for its `wiring`: `shared.web.app.create_app`, `shared.web.history_pages.history_router`.
"""
