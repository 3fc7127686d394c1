// A desktop with two plug-ins, each with another version of the headers.
#include <cstdio>

extern "C" {
int plugin_one();
int plugin_two();
}

int main() {
    const int results[] = {plugin_two(), plugin_one(), plugin_two()};
    std::printf("%d %d %d\n", results[0], results[1], results[2]);
    return results[0] + results[1] + results[2];
}
