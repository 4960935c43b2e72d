package penstock.dataflow;

import java.io.IOException;
import java.util.concurrent.Callable;

/** A streaming job of a test, on whatever runner. */
interface RunningJob extends AutoCloseable {
  /** Why the job has ended, or null while it runs. */
  String ended() throws Exception;

  @Override
  void close() throws IOException;

  /** Waits until it is true, and fails at once if the job ends before. */
  default void until(String what, Callable<Boolean> isSo) throws Exception {
    LocalCloud.eventually(what, () -> {
      String why = ended();
      if (why != null) throw new AssertionError("the job has ended while the test waited for " + what + ":\n" + why);
      return isSo.call();
    });
  }
}
