"""What plain twins of lists have in common: the framework's own pages."""

from rest_framework.pagination import PageNumberPagination


class PlainPages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
