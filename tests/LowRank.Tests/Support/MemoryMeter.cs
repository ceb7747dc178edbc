using System.Diagnostics.Tracing;

namespace LowRank.Tests;

/// <summary>
/// What a call holds at its peak of managed memory beyond what it was given: arrays rented from the shared pools, which a count of
/// allocations does not see where they were there already, and all else that it allocates. Of the calling thread only.
/// </summary>
internal sealed class MemoryMeter : EventListener
{
    // The events of System.Buffers.ArrayPoolEventSource; the second number that each carries is the array's length.
    private const int Rented = 1;
    private const int Allocated = 2;
    private const int Returned = 3;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _held;
    private long _peak;
    private long _allocatedForPools;

    private MemoryMeter()
    {
    }

    /// <summary>Runs a call that uses no other thread.</summary>
    /// <returns>The most that was rented at one time, in array elements of whatever type, and the bytes allocated outside the pools all
    /// told.</returns>
    /// <param name="elementSize">The size of the elements of the pools that count.</param>
    /// <param name="call">What is measured; run once before, so that compiling it is not counted.</param>
    public static (long RentedElements, long AllocatedBytes) Measure(int elementSize, Action call)
    {
        call();
        using MemoryMeter meter = new();
        meter._held = meter._peak = meter._allocatedForPools = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        call();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return (meter._peak, Math.Max(0, allocated - (meter._allocatedForPools * elementSize)));
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
        {
            EnableEvents(eventSource, EventLevel.Verbose);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Called by the thread that rents. Other tests' threads come by too.
        if (Environment.CurrentManagedThreadId != _thread || eventData.Payload is not [_, int length, ..])
        {
            return;
        }

        switch (eventData.EventId)
        {
            case Rented:
                _held += length;
                _peak = Math.Max(_peak, _held);
                break;
            case Allocated:
                _allocatedForPools += length;
                break;
            case Returned:
                _held -= length;
                break;
        }
    }
}
