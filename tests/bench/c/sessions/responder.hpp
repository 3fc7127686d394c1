/*
 * The server of a bench as a process of its own: it tells its port on its standard output and ends with its input, which
 * is this process's to close by ending.
 */
#ifndef BENCH_RESPONDER_HPP
#define BENCH_RESPONDER_HPP

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

/** The port of the server `program`, which runs until this process has ended. */
inline int served_by(const char *program) {
    int input[2], output[2], port = 0;
    if (pipe(input) != 0 || pipe(output) != 0) {
        std::perror("pipe");
        std::exit(1);
    }
    const pid_t child = fork();
    if (child == 0) {
        dup2(input[0], STDIN_FILENO);
        dup2(output[1], STDOUT_FILENO);
        for (int fd : {input[0], input[1], output[0], output[1]}) {
            close(fd);
        }
        execl(program, program, static_cast<char *>(nullptr));
        _exit(127);
    }
    close(input[0]);
    close(output[1]);
    std::FILE *told = fdopen(output[0], "r");
    if (child < 0 || told == nullptr || std::fscanf(told, "%d", &port) != 1) {
        std::fprintf(stderr, "%s does not come up\n", program);
        std::exit(1);
    }
    return port;
}

#endif
