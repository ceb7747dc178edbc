namespace LowRank.Compare.Workers;

/// <summary>A worker did not do what it was asked for; the message is one line.</summary>
internal sealed class WorkerException(string message) : Exception(message);
