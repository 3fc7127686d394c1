# The programs of the kit: the simulator, and the bridge where it is wanted. Windows has no manual pages; elsewhere a
# program prints its own.
#
# Included by build.cmake, whose cargo profile and folders it takes.

function(commdn_program name)
  execute_process(
    COMMAND "${CARGO}" build --locked --package "${name}" --bin "${name}" --profile "${profile}"
      --message-format json-render-diagnostics
    WORKING_DIRECTORY "${SOURCE_DIR}"
    OUTPUT_VARIABLE messages
    RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "cargo failed with status ${status}")
  endif()
  if(NOT messages MATCHES "\"executable\":\"([^\"]*[/\\\\]${name}(\\.exe)?)\"")
    message(FATAL_ERROR "cargo built no ${name}")
  endif()
  string(REPLACE "\\\\" "/" built "${CMAKE_MATCH_1}")
  set(program "${name}${CMAKE_MATCH_2}")
  if(NOT SYSTEM STREQUAL "Windows")
    file(MAKE_DIRECTORY "${STAGE}/man")
    commdn_run("${built}" man "${STAGE}/man")
  endif()
  if(CONFIG STREQUAL "Debug" OR MSVC OR SYSTEM STREQUAL "Darwin")
    configure_file("${built}" "${STAGE}/${program}" COPYONLY)
  else()
    commdn_run("${OBJCOPY}" --strip-all "${built}" "${STAGE}/${program}")
  endif()
endfunction()

file(REMOVE_RECURSE "${STAGE}/man")
foreach(program IN LISTS PROGRAMS)
  commdn_program("${program}")
endforeach()
