/* The peer of T3: its library is loaded, a connection opened, greeted and closed. */
#include <hiredis/hiredis.h>

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    redisContext *context = redisConnect("127.0.0.1", argc == 2 ? atoi(argv[1]) : 0);
    redisReply *reply = NULL;
    if (context == NULL || context->err != 0 || (reply = redisCommand(context, "PING")) == NULL) {
        fprintf(stderr, "redis-server does not answer\n");
        return 1;
    }
    freeReplyObject(reply);
    redisFree(context);
    return 0;
}
