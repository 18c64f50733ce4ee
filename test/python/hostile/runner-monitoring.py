# tries to: monitor the runner
# expect: either
import sys
m = sys.monitoring
m.use_tool_id(1, 'spy')
m.register_callback(1, m.events.PY_START, lambda *a: 1 / 0)
m.set_events(1, m.events.PY_START)
