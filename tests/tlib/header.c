/* The bridge's header alone, in every language and with the warnings that careful sites have on. */
#include "tlibrary.h"

#ifdef HEADER_OWN_FREE
#define COMMDN_TLIB_FREE(packed) HEADER_OWN_FREE(packed)
void HEADER_OWN_FREE(void *packed);
#endif
#include "commdn_tlib.h"
#include "commdn_tlib.h"

int header_uses_the_bridge(commdn_tlib *bridge, const TEvent *event);

int header_uses_the_bridge(commdn_tlib *bridge, const TEvent *event) {
    commdn_tlib_tick(bridge);
    return commdn_tlib_handle(bridge, event) + commdn_tlib_registered(bridge);
}
