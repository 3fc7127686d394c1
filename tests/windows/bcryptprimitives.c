/*
 * For tests under wine before 9, which has no bcryptprimitives.dll: the one function of it that Rust's standard
 * library calls. Never shipped.
 */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length) {
    while (length > 0) {
        const ULONG count = length > 0x10000000 ? 0x10000000 : (ULONG)length;
        if (!SystemFunction036(buffer, count)) return FALSE;
        buffer += count;
        length -= count;
    }
    return TRUE;
}
