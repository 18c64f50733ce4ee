# tries to: open a browser
# expect: either
import webbrowser
webbrowser.open('http://127.0.0.1')
