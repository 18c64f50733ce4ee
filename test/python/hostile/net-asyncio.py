# tries to: connect with asyncio
# expect: error
import asyncio
asyncio.run(asyncio.open_connection('127.0.0.1', canary_port))
