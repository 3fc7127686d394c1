# What is installed of the libraries that cargo built: nothing that a program's own code could meet,
# and nothing that only a debugger reads.
#
# Included by build.cmake. Owns the static library's symbols, where debug information goes, and what
# programs for Windows are linked by.

# Run a tool of the toolchain.
function(commdn_run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# One object of all that the functions of symbols.txt need. Everything else in it is local: the SQLite,
# the cryptography and the Rust inside meet no other of a program that is linked with the library.
function(commdn_static_library from to)
  if(NOT SYSTEM STREQUAL "Linux")
    # The tools of these formats make no symbol local afterwards.
    configure_file("${from}" "${to}" COPYONLY)
    if(SYSTEM STREQUAL "Windows" AND NOT MSVC AND NOT CONFIG STREQUAL "Debug")
      commdn_run("${OBJCOPY}" --strip-debug "${to}")
    endif()
    return()
  endif()
  file(STRINGS "${SOURCE_DIR}/ffi-c/symbols.txt" lines)
  set(roots "")
  set(names "")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE " .*" "" name "${line}")
    list(APPEND roots -u "${name}")
    string(APPEND names "${name}\n")
  endforeach()
  set(work "${BINARY_DIR}/static")
  file(MAKE_DIRECTORY "${work}")
  file(WRITE "${work}/kept" "${names}")
  commdn_run("${LINKER}" -r --gc-sections ${roots} -o "${work}/commdn.o" "${from}")
  # The bitcode of Rust's own library says nothing of the object that it has become a part of.
  set(change "--keep-global-symbols=${work}/kept" --remove-section .llvmbc --remove-section .llvmcmd)
  if(NOT CONFIG STREQUAL "Debug")
    list(APPEND change --strip-unneeded)
  endif()
  commdn_run("${OBJCOPY}" ${change} "${work}/commdn.o")
  file(REMOVE "${to}")
  commdn_run("${AR}" rcsD "${to}" "${work}/commdn.o")
endfunction()

# The shared library without debug information, which a file beside it has: debuggers find it by name.
function(commdn_shared_library from to debug)
  if(CONFIG STREQUAL "Debug" OR MSVC OR SYSTEM STREQUAL "Darwin")
    configure_file("${from}" "${to}" COPYONLY)
    file(REMOVE "${debug}")
    return()
  endif()
  commdn_run("${OBJCOPY}" --only-keep-debug "${from}" "${debug}")
  commdn_run("${OBJCOPY}" --strip-unneeded "--add-gnu-debuglink=${debug}" "${from}" "${to}")
endfunction()

# What a program is linked by, of the names in symbols.txt: commdn.def, and libraries of it.
function(commdn_import_libraries dll)
  file(STRINGS "${SOURCE_DIR}/ffi-c/symbols.txt" lines)
  set(definition "LIBRARY ${SHARED_NAME}\nEXPORTS\n")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE " .*" "" name "${line}")
    string(APPEND definition "    ${name}\n")
  endforeach()
  file(WRITE "${STAGE}/commdn.def" "${definition}")
  if(MSVC)
    configure_file("${dll}.lib" "${STAGE}/commdn.lib" COPYONLY)
    return()
  endif()
  foreach(name IN LISTS IMPORT_NAMES)
    commdn_run("${DLLTOOL}" --input-def "${STAGE}/commdn.def" --dllname "${SHARED_NAME}" --output-lib "${STAGE}/${name}")
  endforeach()
endfunction()
