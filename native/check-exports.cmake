# Fails, and removes the library so that the next build links it anew, unless LIBRARY exports what EXPORT_LIST says.
execute_process(COMMAND "${NM}" -D --defined-only "${LIBRARY}" OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^ \n]+\n" found "${found}")
list(TRANSFORM found STRIP)
file(STRINGS "${EXPORT_LIST}" wanted REGEX "^[A-Za-z_]")

set(missing ${wanted})
list(REMOVE_ITEM missing ${found})
set(surplus ${found})
list(REMOVE_ITEM surplus ${wanted})
if(missing OR surplus)
    file(REMOVE "${LIBRARY}")
    message(FATAL_ERROR "${LIBRARY} does not export what ${EXPORT_LIST} says. Missing: ${missing}. Surplus: ${surplus}.")
endif()
