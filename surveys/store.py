"""What a page may name of the database: the opened Database that it hands to use cases.

Pages import nothing from `data`; they take the type from here and never look inside.
"""

from data.database import Database as Database
