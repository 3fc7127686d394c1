# What the libraries are called and where they go, by system.
#
# Included by /CMakeLists.txt. Sets for it and for build.cmake:
#   shared_name   the shared library's file
#   shared_links  links to it: the name that programs look for, and the one that they are linked by
#   import_names  what programs are linked by where that is another file (Windows)
#   static_name   the static library
#   cargo_target  the target for cargo; empty for the machine's own

set(import_names "")
set(shared_links "")
set(cargo_target "${COMMDN_CARGO_TARGET}")
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  set(shared_name "libcommdn.so.${PROJECT_VERSION}")
  set(shared_links "libcommdn.so.${commdn_abi}" libcommdn.so)
  set(static_name libcommdn.a)
elseif(CMAKE_SYSTEM_NAME STREQUAL "Darwin")
  set(shared_name "libcommdn.${PROJECT_VERSION}.dylib")
  set(shared_links "libcommdn.${commdn_abi}.dylib" libcommdn.dylib)
  set(static_name libcommdn.a)
elseif(CMAKE_SYSTEM_NAME STREQUAL "Windows")
  set(shared_name commdn.dll)
  if(MSVC)
    set(import_names commdn.lib)
    set(static_name commdn_static.lib)
  else()
    # The second one is for Visual Studio, which a program may be built with all the same.
    set(import_names libcommdn.dll.a commdn.lib)
    set(static_name libcommdn.a)
  endif()
  if(NOT cargo_target AND CMAKE_CROSSCOMPILING)
    set(processor "${CMAKE_SYSTEM_PROCESSOR}")
    if("${processor}" STREQUAL "")
      set(processor x86_64)
    endif()
    set(cargo_target "${processor}-pc-windows-gnu")
  endif()
else()
  message(FATAL_ERROR "${CMAKE_SYSTEM_NAME} is none of Linux, Windows and Darwin, whose libraries' names are known here. "
    "`cargo build --release -p commdn-ffi` builds them alone.")
endif()
