"""A null character in an address is no text: it is read as if nobody had written it.

PostgreSQL keeps none and would answer with an error, SQLite would look for it. What people type
into forms is checked by the forms.
"""


class NoNullsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path:
            request.path = request.path.replace("\x00", "")
            request.path_info = request.path_info.replace("\x00", "")
        while "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return self.get_response(request)
