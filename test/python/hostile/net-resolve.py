# tries to: look a name up
# expect: error
import importlib
importlib.import_module('socket').getaddrinfo('example.com', 80)
