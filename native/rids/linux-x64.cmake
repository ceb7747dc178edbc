# Linux on x86-64 with glibc: MKL's static archives over GCC's OpenMP runtime.
#
# A recipe sets: recipe_sources (C files of this folder), recipe_inputs (what is linked), recipe_options (of the linker, the export
# list among them), recipe_depends (what a change of links anew), recipe_run_path (where the library looks for its companions),
# recipe_companions (files that ship beside it, as "file=name").

set(MKL_ARCHIVES "" CACHE PATH "The folder that holds MKL's static archives (native/fetch-mkl.sh prints it)")
set(archives)
foreach(name intel_ilp64 gnu_thread core)
    find_library(archive_${name} "libmkl_${name}.a" PATHS "${MKL_ARCHIVES}" NO_DEFAULT_PATH NO_CACHE REQUIRED)
    list(APPEND archives "${archive_${name}}")
endforeach()

# The compiler knows where its OpenMP runtime is; the file behind the link is what is linked and shipped.
execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=libgomp.so.1 OUTPUT_VARIABLE gomp OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT IS_ABSOLUTE "${gomp}")
    message(FATAL_ERROR "${CMAKE_C_COMPILER} does not know libgomp.so.1; install it (Debian: apt-get install libgomp1).")
endif()
file(REAL_PATH "${gomp}" gomp_file)

# The export list as ELF's linkers read it. (PE wants a .def file, Mach-O an -exported_symbols_list.)
list(JOIN exports ";\n        " globals)
file(CONFIGURE OUTPUT exports.map CONTENT "{\n    global:\n        @globals@;\n    local:\n        *;\n};\n" @ONLY)
set(version_script "${CMAKE_CURRENT_BINARY_DIR}/exports.map")

set(recipe_sources handshake.c dispatch.c)
set(recipe_inputs -Wl,--start-group ${archives} -Wl,--end-group "${gomp_file}" pthread m dl)
set(recipe_depends "${version_script};${archives}")
set(recipe_options
    LINKER:--wrap=mkl_serv_intel_cpu_true
    "LINKER:--version-script=${version_script}"
    LINKER:--gc-sections LINKER:--no-undefined LINKER:--as-needed LINKER:-z,relro LINKER:-z,noexecstack LINKER:--strip-all)
foreach(symbol IN LISTS exports)
    list(APPEND recipe_options "LINKER:--undefined=${symbol}")
endforeach()
set(recipe_run_path "$ORIGIN")
# The bare .NET images have no libgomp.
set(recipe_companions "${gomp_file}=libgomp.so.1")
