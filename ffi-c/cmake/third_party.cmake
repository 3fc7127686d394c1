# Write OUT: which crates are inside the libraries, under which licences, with their texts.
#
# Included by build.cmake. The libraries contain these crates, and most of their licences ask that
# the notice comes with them.
execute_process(
  COMMAND "${CARGO}" tree --locked --quiet --package commdn-ffi ${features}
    --edges normal,no-proc-macro --prefix none --no-dedupe --format "{p}|{l}|{r}"
  WORKING_DIRECTORY "${SOURCE_DIR}" OUTPUT_VARIABLE crates COMMAND_ERROR_IS_FATAL ANY)
string(STRIP "${crates}" crates)
string(REGEX REPLACE "[\r\n]+" ";" crates "${crates}")
list(REMOVE_DUPLICATES crates)
list(SORT crates COMPARE NATURAL)

set(cargo_home "$ENV{CARGO_HOME}")
if(cargo_home STREQUAL "")
  set(cargo_home "$ENV{HOME}/.cargo")
endif()

set(third_party "Inside the libraries of commdn ${PROJECT_VERSION}, besides its own code and Rust's standard\n")
string(APPEND third_party "library (MIT OR Apache-2.0): crate, version, licence, home.\n")
set(texts "")
foreach(crate IN LISTS crates)
  # The crates of this workspace have their path in brackets.
  if(NOT crate MATCHES "^([^ ]+) v([^ |]+)[|]([^|]*)[|](.*)$")
    continue()
  endif()
  set(name "${CMAKE_MATCH_1}")
  set(version "${CMAKE_MATCH_2}")
  string(APPEND third_party "\n${name} ${version}, ${CMAKE_MATCH_3}, ${CMAKE_MATCH_4}")
  set(licence "${CMAKE_MATCH_3}")
  file(GLOB files "${cargo_home}/registry/src/*/${name}-${version}/LICEN[CS]E*"
    "${cargo_home}/registry/src/*/${name}-${version}/COPYING*")
  # Of licences to choose from, MIT is the one whose text is a notice.
  set(mit ${files})
  list(FILTER mit INCLUDE REGEX "MIT")
  if(licence MATCHES "MIT" AND mit)
    set(files ${mit})
  endif()
  foreach(file IN LISTS files)
    if(NOT IS_DIRECTORY "${file}")
      get_filename_component(file_name "${file}" NAME)
      file(READ "${file}" text)
      string(APPEND texts "\n\n---- ${name} ${version}: ${file_name}\n\n${text}")
    endif()
  endforeach()
endforeach()
file(WRITE "${OUT}.new" "${third_party}\n${texts}")
file(COPY_FILE "${OUT}.new" "${OUT}" ONLY_IF_DIFFERENT)
file(REMOVE "${OUT}.new")
