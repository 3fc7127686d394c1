# Manual pages as Debian has them: compressed, without the time at which that was done.
file(GLOB_RECURSE pages "${CPACK_TEMPORARY_DIRECTORY}/*.1")
list(FILTER pages INCLUDE REGEX "/man1/")
if(pages)
  find_program(GZIP gzip REQUIRED)
  execute_process(COMMAND "${GZIP}" -9nf ${pages} COMMAND_ERROR_IS_FATAL ANY)
endif()
